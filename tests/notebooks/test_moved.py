"""Upgrade rewrites the imports of carried cells whose modules moved, and nothing else of them."""

import importlib
import importlib.util
import re

import nbformat
import pytest

from utils.course_files import course_root
from utils.publish.moved import GONE, MODULES, NAMES, rewrite

# What the masters of edition 1 imported from utils; of modules that moved since, every public name.
EDITION_1 = """
bars: progress checkpoints: FACTS read_checkpoint write_checkpoint
data.cats: load_cats data.digits: load_digits data.housing: houses data.photographs: photographs data.placed_digits:
load_placed_digits data.planar: circles flower moons spirals data.signs: load_signs data.store: folder
explorers.architectures: NAIVE_3A NETWORKS calculate draw_costs end_of explore_costs flat narrowed widened
explorers.cnn_application_gpu: IMAGES OPERATIONS READS UNTIL busy_share draw_launches explore_launches schedule
explorers.convolution: FILTERS PIXELS bright_corner coverage draw_coverage draw_stepping explore_coverage
explore_stepping stepping explorers.convolution_photograph: KINDS binomial draw_filtered explore_filters filtered
make_filter explorers.deep_models: DEPTHS SEEDS WIDTHS accuracies architecture_table draw_depth_and_width
explore_depth_and_width forward_together starting_weights train_together explorers.deep_network: FAULTS MAX_LAYERS
MAX_WIDTH STRIDE draw_network_shapes explore_network_shapes network_shapes read_widths verdict
explorers.deep_network_walk: HIDDEN INPUTS OUTPUT STEPS draw_walk explore_walk small_network walk
explorers.feature_maps: draw_feature_maps explore_feature_maps layer_names look_inside explorers.introduction: BIASES
WEIGHTS best_knobs draw_relu_unit draw_scale error_map explore_relu_unit explore_scale gains mean_error
explorers.logistic_regression: MARKS PIXELS accuracy columns draw_learning_rate draw_weights explore_learning_rate
explore_weights learning_rate_path shrink small_set stable_rate weight_snapshots explorers.residual_networks_gpu:
draw_half_precision explore_half_precision exponent_shares lost_in_half_precision explorers.shallow_network: FAINT
FUNCTIONS MARKS QUANTILES WIDTHS draw_activation draw_units explore_activation explore_units share_saturated
train_family explorers.vectorization: draw_nudges draw_tangent explore_nudges explore_tangent nudge_inputs
tangent_prediction
gpu.augment: Augment cutout flip shift gpu.batches: TensorData gpu.checkpoints: FORMAT read_checkpoint write_checkpoint
gpu.cifar: Cifar10 FILES INSTEAD load_cifar10 gpu.compiled: BACKEND ForOneShape compiled gpu.device: choose
gpu.eager_images: FlattenChannelsLast ResidualBlock convolution_norm dense_net lenet residual_net gpu.eager_sequences:
AttentionSeq2Seq CausalLM CharacterModel Embedded Transformer cross_entropy gpu.errors: OutOfMemory advice gpu.history:
History gpu.images: DeviceImages PIECE channel_statistics gpu.machines: numpy_machine torch_machine gpu.modules: BARE
Sum module_of gpu.plan: MOMENTUM OPTIMIZERS Plan likeliest gpu.precision: autocast gpu.residual: Bottleneck
ConvolutionalBlock IdentityBlock PlainNet RESNET18 RESNET50 ResNet18 ResNet50 ResidualNet blocks_of head seeded started
stem gpu.run: Run in_float32 modes gpu.seeds: seeded gpu.state: KEYS resume save settings gpu.steps.cnn_application:
carry_over convolutional_model move_each predict seconds_per_step train gpu.steps.residual_networks: ResNet50
convolutional_block gradient_norms identity_block learning_rate_at scaled_step gpu.train: evaluate fit gpu.weights:
ARRAYS LSTM_ORDER SETTINGS copy_weights torch_arrays
labs.course1.week1_introduction: lab labs.course1.week2_logistic_regression: lab labs.course1.week2_vectorization: lab
labs.course1.week3_shallow_network: lab labs.course1.week4_deep_network_application: lab
labs.course1.week4_deep_network_steps: lab labs.course4.week1_cnn_application: lab
labs.course4.week1_cnn_application_gpu: lab labs.course4.week1_convolution_steps: lab
labs.course4.week2_classic_architectures: lab labs.course4.week2_classic_architectures.measured: accuracy blocks_of
heads_of row_of labs.course4.week2_residual_networks: lab labs.course4.week2_residual_networks.explorers: draw_depth
explore_depth labs.course4.week2_residual_networks.measured: DEPTHS EVERY column rows_of
labs.course4.week2_residual_networks.networks: STARTS centred_signs make_net residuals train
labs.course4.week2_residual_networks_gpu: lab labs.course4.week2_residual_networks_gpu.measured: column labs.measured:
load_measured
layers: Adam Conv2D Dense Flatten MaxPool2D ReLU Sequential Softmax softmax_cross_entropy layers.activations:
relu_backward relu_forward layers.batch_norm: batch_norm_forward layers.convolution: conv2d_forward layers.dense:
dense_forward layers.losses: softmax_cross_entropy layers.pooling: max_pool_backward max_pool_forward layers.schedules:
cosine_decay
models: architectures models.architectures: GLOBAL_POOL dense normed pool resnet_34 models.inception: InceptionNet
two_heads models.lenet: lenet models.mobilenet: mobile_net models.residual_net: residual_net
plots: BLUE GREY ORANGE plots.architectures: PANELS UNITS accuracies_by_pass costs_by_layer counts_against_time
gradients_by_depth growth readable plots.boundary: decision_boundary plots.cnn_application_gpu: host_and_device
losses_by_epoch speed_by_batch plots.convolution: angle_errors coverage_grid grey_image number_grid outline signed
signed_map times_by_size window_bars plots.curves: cost_curve plots.deep_models: accuracy_by_depth accuracy_map
folded_lines scores_by_seed unit_pictures plots.deep_network: PATCH arrow box edge signal_by_layer unit
plots.feature_maps: accuracy_when_moved draw_maps maps_by_stage mosaic shares_of_classes sizes_by_layer plots.images:
image_grid plots.introduction: CHANCE STYLES house_prices learning_curves network_diagram size_axis
plots.logistic_regression: EDGES NODES example_graph loss_curves output_histogram weights_in_colour weights_signed
plots.residual_networks: COLOURS accuracy_by_depth along_the_net losses_by_step plots.residual_networks_gpu: LARGEST
NORMAL SMALLEST exponents_in_half_precision losses_by_step norms_along plots.shallow_network: GAP points signed
slopes_side_by_side two_spaces unit_maps wires zero_line plots.vectorization: LABEL NODES draw_graph draw_race
draw_sensitivities tangent_line
steps: residual_networks steps.activations: leaky_relu_derivative relu relu_backward relu_derivative sigmoid
sigmoid_backward sigmoid_derivative tanh_derivative steps.cnn_application: convolutional_model feature_maps
parameter_table parameters_three_ways predict same_size_dense shift train steps.convolution: conv_backward conv_forward
conv_forward_im2col conv_output_shape conv_single_step im2col zero_pad steps.counting: cost_table count_multiplications
count_parameters layer_output_shape total window_of steps.deep_models: L_layer_model accuracy compare_architectures
count_parameters predict two_layer_model worst_mistakes steps.deep_network: L_model_backward L_model_forward
compute_cost initialize_parameters_deep linear_activation_backward linear_activation_forward linear_backward
linear_forward update_parameters steps.depthwise: depthwise_conv pointwise_conv steps.edge_filters: gradient_filters
steps.inception: classifier_backward classifier_forward conv_relu_backward conv_relu_forward inception_module
inception_module_backward loss_with_auxiliary_head steps.introduction: accuracy housing_network learning_curve
relu_layer relu_unit shuffle_pixels steps.logistic_regression: flatten_images initialize_with_zeros model optimize
predict propagate steps.pooling: create_mask_from_window distribute_value pool_backward pool_forward
steps.residual_networks: ResNet50 convolution_norm_backward convolution_norm_forward convolutional_block
convolutional_block_backward gradient_norms identity_block identity_block_backward main_path_backward main_path_forward
steps.scaling: compound_scaling doubling_steps steps.shallow_network: backward_propagation compute_cost
forward_propagation initialize_parameters layer_sizes nn_model predict symmetry_report update_parameters
steps.vectorization: L1 L2 backward_graph basic_sigmoid dot_loop dot_vectorised forward_graph image2vector
normalize_rows softmax training: KEYS evaluate fit learn supervised training_run: History PARTS Run
"""
IMPORTS = {f"utils.{module}": names.split() for module, names in re.findall(r"(\S+):((?:\s+\w+(?=\s))+)", EDITION_1)}
LOGISTIC = "utils.labs.course1.week2_logistic_regression.plots"
IN_TWO = "from utils.plots.logistic_regression import loss_curves, weights_signed as signed"
FIRST, SECOND = f"from {LOGISTIC} import loss_curves", "from utils.plots.weights import weights_signed as signed"
FIT, FIT_NOW = "from utils.gpu.train import fit", "from utils.gpu.training import fit_module as fit"


def needing_torch(module):
    missing = "gpu" in module and importlib.util.find_spec("torch") is None
    return pytest.param(module, marks=pytest.mark.skipif(missing, reason="PyTorch is not installed"))


@pytest.mark.parametrize("module", [needing_torch(module) for module in IMPORTS])
def test_an_import_of_edition_1_works_after_rewriting(module):
    gone = [name for name in IMPORTS[module] if (module, name) in GONE]
    there = [name for name in IMPORTS[module] if name not in gone]
    done, given = rewrite(f"from {module} import {', '.join(there)}"), {}
    exec(done.source, given)
    assert set(there) <= set(given) and done.left == []
    moved = {module, *(f"{module}.{name}" for name in there)} & set(MODULES) or any(old == module for old, _ in NAMES)
    assert bool(done.changed) == bool(moved)
    for name in gone:
        assert f"{name} is gone" in rewrite(f"from {module} import {name}").left[0]
        assert not hasattr(importlib.import_module(module), name)


@pytest.mark.parametrize("module", [needing_torch(module) for module in sorted({*MODULES.values()})])
def test_a_module_of_the_table_is_there(module):
    importlib.import_module(module)


def test_no_old_path_leads_anywhere_and_each_is_tried():
    for old in MODULES:
        path = course_root() / old.replace(".", "/")
        assert not path.exists() and not path.with_suffix(".py").exists()
    assert set(MODULES) - set(IMPORTS) == {"utils.explorers.residual_networks"}


@pytest.mark.parametrize(
    "before, after",
    [
        (FIT, FIT_NOW),
        ("from utils.gpu.train import fit as f  # mine", "from utils.gpu.training import fit_module as f  # mine"),
        ("import utils.training_run as runs, os", "import utils.training.run as runs, os"),
        ("import os, utils.checkpoints", "import os, utils.training.checkpoints"),
        ("from utils import checkpoints", "from utils.training import checkpoints"),
        (
            "from utils.gpu import weights as w, seeds",
            "from utils.gpu import seeds\nfrom utils.gpu.models import weights as w",
        ),
        (IN_TWO, f"{FIRST}\n{SECOND}"),
        (f"if é:\r\n\t{IN_TWO}  # ü\r\n\tx", f"if é:\r\n\t{FIRST}  # ü\r\n\t{SECOND}\r\n\tx"),
        (f"é = 'ü'; {IN_TWO}; x", f"é = 'ü'; {FIRST}; {SECOND}; x"),
        (f"if x: {IN_TWO}", f"if x: {FIRST}; {SECOND}"),
        ("from utils.gpu.train import \\\n    fit", "from utils.gpu.training import \\\n    fit_module as fit"),
        (f"{FIT}\nimport utils.plots.weights\n{FIT}\n", f"{FIT_NOW}\nimport utils.plots.weights\n{FIT_NOW}\n"),
    ],
)
def test_an_import_and_what_it_becomes(before, after):
    done = rewrite(before)
    assert done.source == after
    assert rewrite(after).source == after and rewrite(after).changed == []


def test_imports_between_parentheses_keep_their_lines_and_comments():
    before = """\
from utils.plots.logistic_regression import (
    loss_curves,  # of both, (all)
    weights_signed,
    weights_in_colour, example_graph,  # a, b
    output_histogram as bars
)
x = 1"""
    assert (
        rewrite(before).source
        == f"""\
from {LOGISTIC} import (
    loss_curves,  # of both, (all)
    example_graph,  # a, b
    output_histogram as bars
)
from utils.plots.weights import weights_signed, weights_in_colour
x = 1"""
    )
    odd = "from utils.plots.logistic_regression import (loss_curves, weights_signed # x, y\n , weights_in_colour # z\n)"
    exec(rewrite(odd).source, given := {})
    assert {"weights_signed", "weights_in_colour"} <= set(given)


@pytest.mark.parametrize(
    "odd", ["%matplotlib inline", "!ls *'", "x = !ls", "sigmoid?", "def f(:", "y = (", "\0", '"""']
)
def test_a_cell_that_does_not_parse_is_taken_import_by_import(odd):
    quoted = f's = "{FIT}"  # {FIT}\n"""\n{FIT}\n"""\n'
    cell = "{odd}\n    {first}\n\n" + quoted + "{odd}\n%timeit {second}\n"
    in_parentheses = "from utils.gpu.train import (  # both\n  evaluate, fit)"
    now = "from utils.gpu.training import (  # both\n  evaluate_module as evaluate, fit_module as fit)"
    if odd == '"""':
        quoted = cell = "{first}\n{odd}\n{second}\n"
    done = rewrite(cell.format(odd=odd, first=in_parentheses, second=FIT))
    assert done.source == cell.format(odd=odd, first=now, second=FIT_NOW)
    assert len(done.changed) == 2


@pytest.mark.parametrize(
    "text", ["", "from", "import", "from x import (", "from . import fit", "import a\n%%bash\nfrom b", "é\r"]
)
def test_what_did_not_move_stays_byte_for_byte(text):
    assert rewrite(text).source == text and rewrite(text).changed == rewrite(text).left == []
    comment = f'{text}\n# {FIT}\n"""{FIT}"""'
    assert rewrite(comment).source == comment


@pytest.mark.parametrize(
    "text",
    [
        "import utils.gpu.train as t\nt.fit()",
        "from utils.gpu import train",
        "from utils.gpu.train import *",
        "from utils.gpu.train import (fit",
        "utils.gpu.train.fit(net)",
        'importlib.import_module("utils.gpu.train")',
    ],
)
def test_what_only_the_writer_can_change_is_told(text):
    assert rewrite(text).left == [
        "utils.gpu.train is utils.gpu.training.loop now, its fit is utils.gpu.training.fit_module, "
        "its evaluate is utils.gpu.training.evaluate_module"
    ]


def test_a_whole_upgrade(mine):
    mine.write("exercise-double", f"{IN_TWO}\n\n\ndef double(x):\n    return 2 * x\n")
    own = nbformat.v4.new_code_cell(f"%matplotlib inline\n{FIT}\nutils.checkpoints.FACTS", id="a1b2c3d4")
    note = nbformat.v4.new_markdown_cell(f"`{FIT}` is in my notes.", id="a1b2c3d5")
    mine.add_after("check-double", own)
    mine.add_after(own.id, note)
    done = mine.upgrade()  # of the same edition: only the imports are out of date
    assert done.changed and done.carried == ["double"] and done.kept == 2
    assert done.backup.read_bytes() == mine.before
    assert mine.cell("exercise-double").source == f"{FIRST}\n{SECOND}\n\n\ndef double(x):\n    return 2 * x\n"
    assert mine.cell(own.id).source == f"%matplotlib inline\n{FIT_NOW}\nutils.checkpoints.FACTS"
    assert mine.cell(note.id).source == note.source
    assert done.notes == [
        f"An import moved; in double, `{IN_TWO}` is now `{FIRST}; {SECOND}`.",
        f'An import moved; in your cell that begins "%matplotlib inline", `{FIT}` is now `{FIT_NOW}`.',
        'Please change by hand in your cell that begins "%matplotlib inline": '
        "utils.checkpoints is utils.training.checkpoints now.",
    ]
    assert not mine.upgrade().changed


def test_an_answer_in_a_cell_of_ones_own_is_rewritten_once(mine):
    answer = f"{FIT}\ndef double(x):\n    return 2 * x"
    mine.notebook.cells.remove(mine.cell("exercise-double"))
    mine.add_after("exercise-1-1", nbformat.v4.new_code_cell(answer, id="a1b2c3d4"))
    done = mine.upgrade()
    assert (done.carried, done.kept) == (["double"], 0)
    assert [cell.source for cell in mine.notebook.cells if "fit" in cell.source] == [answer.replace(FIT, FIT_NOW)]
