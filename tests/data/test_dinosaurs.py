import numpy as np
import pytest

from utils.data.dinosaurs import LETTERS, dinosaur_names, load_dinosaurs

# Reptiles of the air and the sea, forerunners, kin of crocodiles and mammals, birds, nicknames, a whale, petrified wood
NOT_DINOSAURS = """
    pteranodon pterodactylus quetzalcoatlus rhamphorhynchus dimorphodon eudimorphodon tapejara dsungaripterus
    elasmosaurus plesiosaurus kronosaurus liopleurodon ichthyosaurus shonisaurus ophthalmosaurus nothosaurus
    mosasaurus tylosaurus platecarpus placodus archelon futabasaurus
    silesaurus marasuchus lagosuchus lagerpeton asilisaurus teleocrater sacisaurus lewisuchus
    postosuchus teratosaurus effigia shuvosaurus poposaurus desmatosuchus revueltosaurus deinosuchus sarcosuchus
    azendohsaurus tanystropheus euparkeria trilophosaurus protorosaurus scleromochlus longisquama
    dimetrodon edaphosaurus lystrosaurus cynognathus moschops inostrancevia pareiasaurus scutosaurus
    archaeopteryx confuciusornis jeholornis hesperornis ichthyornis gobipteryx enantiornis archaeoraptor
    capitalsaurus nurosaurus saltriosaurus airakoraptor cryptoraptor orcomimus alamotyrannus
    basilosaurus aachenosaurus titanosaur dinosaur dinosauria raptor
""".split()

KNOWN = {
    "tyrannosaurus",
    "triceratops",
    "stegosaurus",
    "velociraptor",
    "iguanodon",
    "brachiosaurus",
    "plateosaurus",
    "mei",
}

# A letter apart, and each a dinosaur of its own
ALIKE = {
    ("anoplosaurus", "panoplosaurus"),
    ("aragosaurus", "aralosaurus"),
    ("bagaceratops", "vagaceratops"),
    ("berberosaurus", "kerberosaurus"),
    ("camposaurus", "camptosaurus"),
    ("centrosaurus", "kentrosaurus"),
    ("datanglong", "datonglong"),
    ("fukuisaurus", "fusuisaurus"),
    ("ganzhousaurus", "lanzhousaurus"),
    ("jiangshanosaurus", "jingshanosaurus"),
    ("shamosaurus", "siamosaurus"),
    ("sinosaurus", "spinosaurus"),
    ("torosaurus", "torvosaurus"),
    ("wulong", "yulong"),
    ("xunmenglong", "yunmenglong"),
}


def test_there_are_hundreds_of_names_each_once_in_order_and_in_plain_letters():
    names = dinosaur_names()
    assert len(names) >= 1000 and names == sorted(set(names))
    assert all(name.isascii() and name.isalpha() and name.islower() for name in names)
    assert 2 <= min(map(len, names)) and max(map(len, names)) <= 25


def test_dinosaurs_are_there_and_other_animals_are_not():
    names = set(dinosaur_names())
    assert KNOWN <= names
    assert not names & set(NOT_DINOSAURS)


def test_no_name_is_a_misspelling_of_another():
    names = [name for name in dinosaur_names() if len(name) > 4]
    forms = {}
    for name in names:
        # One letter replaced, or one letter lost
        for form in {f"{name[:k]}?{name[k + 1 :]}" for k in range(len(name))}:
            forms.setdefault(form, set()).add(name)
    close = {tuple(sorted(group)) for group in forms.values() if len(group) > 1}
    known = set(names)
    lost = {(name, name[:k] + name[k + 1 :]) for name in names for k in range(len(name))}
    close |= {tuple(sorted(pair)) for pair in lost if pair[1] in known}
    assert close == ALIKE


def test_parts_are_apart_and_hold_every_name():
    data = load_dinosaurs(np.random.default_rng(0))
    train, held_out = set(data.train.names), set(data.held_out.names)
    assert not train & held_out and sorted(train | held_out) == dinosaur_names()
    assert len(held_out) == pytest.approx(0.15 * len(dinosaur_names()), abs=1)


def test_what_is_to_be_said_is_what_is_read_a_step_later():
    data = load_dinosaurs(np.random.default_rng(0))
    T = max(map(len, dinosaur_names())) + 1
    for part in (data.train, data.held_out):
        names, X, Y, mask = part
        assert X.shape == Y.shape == mask.shape == (len(names), T) and mask.dtype == bool
        assert (X[:, 0] == LETTERS.ids["\n"]).all() and np.array_equal(X[:, 1:], Y[:, :-1])
        for name, read, said, counts in zip(names, X, Y, mask, strict=True):
            letters = [LETTERS.ids[letter] for letter in name]
            assert read[counts].tolist() == [0, *letters] and said[counts].tolist() == [*letters, 0]
            assert not read[len(name) + 1 :].any() and not said[~counts].any()
    assert data.vocabulary.decode(data.held_out.Y) == data.held_out.names
    assert len(data.vocabulary) == 27


def test_the_generator_decides_the_parts():
    first, again, other = (load_dinosaurs(np.random.default_rng(seed)).held_out.names for seed in (1, 1, 2))
    assert first == again and first != other


@pytest.mark.parametrize("share", [0, 1, -0.1, 15, float("nan")])
def test_another_share_is_refused(share):
    with pytest.raises(ValueError, match="held_out_share"):
        load_dinosaurs(np.random.default_rng(0), share)
