"""Drawing on a given `ax` or `fig`, in the course's colours: blue against orange, told apart by every eye."""

from matplotlib.colors import LinearSegmentedColormap

# Each stands out from white by 4.5 to 1 at least, so that words can be written in it; LIGHT_ ones only fill
BLUE, ORANGE, GREY = "#0072b2", "#c44f00", "#6f6f6f"
LIGHT_BLUE, LIGHT_ORANGE = "#a6cee3", "#fdcc8a"
CLASS_CMAP = LinearSegmentedColormap.from_list("blue_orange", [BLUE, "#f7f7f7", ORANGE])
