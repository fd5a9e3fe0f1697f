"""The layers that a Transformer stacks. Vaswani et al., "Attention is all you need" (2017).

Around each part stand a shortcut and a layer norm after the sum: x + dropout(part(x)), normalised.
"""

from utils.layers.activations import ReLU
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.dropout import Dropout
from utils.layers.initialization import xavier
from utils.layers.layer import Layer
from utils.layers.layer_norm import LayerNorm
from utils.layers.multi_head_attention import CrossAttention, MultiHeadAttention


class FeedForward(Sequential):
    """The same small network at every step: ReLU(x W1 + b1) W2 + b2.

    d: columns of x.    d_hidden: units between the two.    rng: np.random.Generator.    first: True skips the gradient
    of the input.
    """

    def __init__(self, d, d_hidden, rng, first=False):
        super().__init__(Dense(d, d_hidden, rng, first=first), ReLU(), Dense(d_hidden, d, rng, init=xavier))


class EncoderLayer(Layer):
    """Self-attention, then a feed-forward network, on (m, T, d). What it gives at padding is not 0.

    d: columns.    heads: divides d.    d_hidden: units of the feed-forward network.    rng: np.random.Generator.
    keep_prob: of dropout on what each part gives.    causal: True lets no step look at later ones: a language model.
    """

    def __init__(self, d, heads, d_hidden, rng, keep_prob=1.0, causal=False):
        self.attention = MultiHeadAttention(d, heads, rng, causal)
        self.feed_forward = FeedForward(d, d_hidden, rng)
        self.dropout1, self.dropout2 = Dropout(keep_prob, rng), Dropout(keep_prob, rng)
        self.norm1, self.norm2 = LayerNorm(d), LayerNorm(d)

    def forward(self, x, *, train=False, mask=None):
        """x: (m, T, d).    mask: (m, T), True where a step is real. Returns y (m, T, d)."""
        # Every step looks at the others; what it finds is added to what it is, and normalised
        found = self.attention.forward(x, train=train, mask=mask)
        x = self.norm1.forward(x + self.dropout1.forward(found, train=train))
        # The same small network at every step; added and normalised again
        thought = self.feed_forward.forward(x, train=train)
        return self.norm2.forward(x + self.dropout2.forward(thought, train=train))

    def backward(self, dy):
        # Backwards through the second half: the sum sends its gradient along the shortcut and into the network
        dsum = self.norm2.backward(dy)
        dx = dsum + self.feed_forward.backward(self.dropout2.backward(dsum))
        # And through the first half in the same way
        dsum = self.norm1.backward(dx)
        return dsum + self.attention.backward(self.dropout1.backward(dsum))


class DecoderLayer(Layer):
    """Self-attention that does not look ahead, attention to the encoder's output, then a feed-forward network.

    d, heads, d_hidden, rng, keep_prob: as in `EncoderLayer`.
    """

    def __init__(self, d, heads, d_hidden, rng, keep_prob=1.0):
        self.attention = MultiHeadAttention(d, heads, rng, causal=True)
        self.cross = CrossAttention(d, heads, rng)
        self.feed_forward = FeedForward(d, d_hidden, rng)
        self.dropout1, self.dropout2, self.dropout3 = (Dropout(keep_prob, rng) for _ in range(3))
        self.norm1, self.norm2, self.norm3 = (LayerNorm(d) for _ in range(3))

    def forward(self, x, memory, *, train=False, mask=None, memory_mask=None):
        """Returns y (m, T, d).

        x: (m, T, d).    memory: (m, T_memory, d), the encoder's output.
        mask: (m, T), memory_mask: (m, T_memory), True where a step is real.
        """
        # Every step looks at itself and back
        found = self.attention.forward(x, train=train, mask=mask)
        x = self.norm1.forward(x + self.dropout1.forward(found, train=train))
        # It asks the encoder's output
        answer = self.cross.forward(x, memory, memory_mask=memory_mask)
        x = self.norm2.forward(x + self.dropout2.forward(answer, train=train))
        # The same small network at every step
        thought = self.feed_forward.forward(x, train=train)
        return self.norm3.forward(x + self.dropout3.forward(thought, train=train))

    def backward(self, dy):
        """Returns dx (m, T, d) and dmemory (m, T_memory, d)."""
        # Backwards through the three parts; each sum sends its gradient along the shortcut and into its part
        dsum = self.norm3.backward(dy)
        dx = dsum + self.feed_forward.backward(self.dropout3.backward(dsum))
        # The part in the middle has two inputs
        dsum = self.norm2.backward(dx)
        dquery, dmemory = self.cross.backward(self.dropout2.backward(dsum))
        dsum = self.norm1.backward(dsum + dquery)
        return dsum + self.attention.backward(self.dropout1.backward(dsum)), dmemory
