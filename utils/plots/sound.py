"""A sound to play in a notebook, small enough to be stored in it."""

import io
import wave

import numpy as np

MOST_BYTES = 100_000


def play(samples, rate):
    """A player for a sound, to be a cell's last line; tag that cell nbval-ignore-output.

    samples: (n,) numbers; above 1 in size they are all made smaller together.    rate: samples a second, in Hz.
    Returns IPython's Audio. Raises ValueError where samples are not one row of finite numbers, or are more than
    100 kB as 16-bit numbers: then play less of it, or at a lower rate.
    """
    from IPython.display import Audio

    return Audio(data=as_wav(samples, rate))


def as_wav(samples, rate):
    """The bytes of a WAV file of 16-bit numbers; arguments and errors as for `play`."""
    samples = np.asarray(samples, dtype=float)
    if samples.ndim != 1 or not samples.size or not np.isfinite(samples).all():
        raise ValueError(f"a sound is one row of finite numbers; this is an array of shape {samples.shape}")
    seconds = MOST_BYTES / 2 / rate
    if 2 * samples.size > MOST_BYTES:
        raise ValueError(
            f"{samples.size} samples at {rate} Hz are {2 * samples.size / 1000:.0f} kB, and a notebook keeps "
            f"{MOST_BYTES // 1000}: play at most {seconds:.1f} s, or take every second sample at half the rate"
        )
    samples = samples / max(1.0, np.abs(samples).max())
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(int(rate))
        sound.writeframes(np.round(samples * 32767).astype("<i2").tobytes())
    return file.getvalue()
