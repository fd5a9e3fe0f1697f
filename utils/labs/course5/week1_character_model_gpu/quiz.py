"""Quiz of the PyTorch twin of the lab on a character language model."""

from utils.checking import question

QUESTIONS = (
    question(
        "A loop over GRU cells runs on a GPU. You double the number of sequences in the batch, and a pass takes as "
        "long as before. You double their length instead, and it takes twice as long. Why?",
        key="b",
        choices={
            "a": (
                "The weights are read from memory once for each sequence.",
                "They are read for each step; a longer batch row costs steps, another row does not.",
            ),
            "b": (
                "The steps wait for each other, and each starts the same few operations whatever the batch.",
                "More rows make each operation larger; more steps make more operations, one after the other.",
            ),
            "c": (
                "Longer sequences need a smaller learning rate.",
                "The rate changes no operation of a pass.",
            ),
            "d": (
                "Padding grows with the length alone.",
                "Nothing here says how much of the rows is padding; full rows behave the same.",
            ),
        },
        topics=["whole-sequence recurrences"],
    ),
    question(
        "You load an LSTM from another framework. All shapes fit, the outputs of the first step agree to rounding, "
        "those of the second do not. Where do you look first?",
        key="d",
        choices={
            "a": ("At the weights of the inputs.", "The first step has used them, and agrees."),
            "b": ("At the order of the gates.", "Blocks in another order would spoil the first step as well."),
            "c": ("At the bias.", "The first step has added it."),
            "d": (
                "At the weights from state to state.",
                "The first state is zeros, so these meet numbers from the second step on only.",
            ),
        },
        topics=["recurrent weights between frameworks"],
    ),
    question(
        "A GRU was trained in NumPy in the form that resets the state before the product. Which of these loads it into "
        "torch.nn.GRU with the same outputs?",
        key="c",
        choices={
            "a": (
                "Stack the gates in torch's order and exchange u and 1 − u.",
                "That mends the update gate; the candidate is still another function.",
            ),
            "b": (
                "Put the whole bias on the past's side, where the reset reaches it.",
                "The product with U is still taken of another vector.",
            ),
            "c": (
                "None: the two forms are different functions of the same weights.",
                "(r * a) U and r * (a U) differ as soon as U mixes units. The network has to be trained again.",
            ),
            "d": (
                "Any, after one epoch of training.",
                "Training changes the weights until they fit the form: that is no loading.",
            ),
        },
        topics=["recurrent weights between frameworks", "GRU"],
    ),
    question(
        "Rows are padded to 24 places, and a loss without a mask falls far below that of the same network with one. "
        "What does that tell of the network?",
        key="a",
        choices={
            "a": (
                "Little: nearly half of the places are padding, which is easy to predict.",
                "The mean is taken over other symbols. Compare on the symbols that count.",
            ),
            "b": (
                "It has seen twice as many symbols, and learnt more.",
                "What it has seen more of is padding.",
            ),
            "c": (
                "It overfits.",
                "Overfitting is a gap between names learnt from and others; this is another mean.",
            ),
            "d": (
                "It writes shorter names.",
                "The ends are as frequent as before; what comes behind them is not written.",
            ),
        },
        topics=["language model", "tokens, end and unknown"],
    ),
    question(
        "A sequence of 1,000 steps is learnt in pieces of 100 with state.detach() at the borders. What is lost against "
        "one piece of 1,000?",
        key="b",
        choices={
            "a": (
                "The network forgets at every border.",
                "The numbers of the state go on; forward, nothing changes.",
            ),
            "b": (
                "Gradients that would tell an early step of a mistake made more than a piece later.",
                "That path crosses a border. What lies within a piece gets the same gradient as before.",
            ),
            "c": (
                "Nine of ten weight updates.",
                "All weights learn from all pieces; old steps are left out, not weights.",
            ),
            "d": ("Time: every piece has to be run twice.", "Each step runs forward and back once, as before."),
        },
        topics=["truncated backpropagation"],
    ),
    question(
        "The sampling loop asks `if over.all(): break` at every step. On a GPU this can make it slower. Why?",
        key="c",
        choices={
            "a": (
                "A break inside a loop is slow in Python.",
                "It costs Python nothing to speak of.",
            ),
            "b": (
                "Names that are over have to be sorted out of the batch.",
                "Nothing sorts them out; they are overwritten.",
            ),
            "c": (
                "The host must know the answer, so it waits for the device at every step.",
                "Without the question it has started the next steps long before the device is there.",
            ),
            "d": ("It changes the draws.", "The draws were made before; a break uses fewer of them."),
        },
        topics=["sampling in batches"],
    ),
    question(
        "A larger network has 0.3 nats fewer on the names it learns from, and as many as before on others. Which "
        "change does this lab's table suggest next?",
        key="d",
        choices={
            "a": ("More units.", "That is what has just widened the gap."),
            "b": (
                "A longer training at the same rate.",
                "The names learnt from are known better already, the others not.",
            ),
            "c": (
                "A larger batch.",
                "The lab has not tried it; it makes a step's gradient less noisy, and hardly fits less closely.",
            ),
            "d": (
                "Dropout, and the rate chosen anew on dev.",
                "It keeps the network from fitting the list so closely; in the table the wide networks gain from it.",
            ),
        },
        topics=["names of dinosaurs", "inverted dropout"],
    ),
)
