"""Drawing on a given `ax` or `fig`, in the course's colours: blue against orange, told apart by every eye."""

from matplotlib.colors import LinearSegmentedColormap

BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#767676"
LIGHT_BLUE, LIGHT_ORANGE = "#a6cee3", "#fdcc8a"
CLASS_CMAP = LinearSegmentedColormap.from_list("blue_orange", [BLUE, "#f7f7f7", ORANGE])
