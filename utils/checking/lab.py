"""A lab: its exercises and questions, and the object that a notebook talks to."""

from utils.catalogue import entry_of
from utils.checking import cards, lab_cards, session
from utils.checking.calls import call, learner_line
from utils.checking.challenge import untried
from utils.checking.progress import Progress, progress_file
from utils.checking.show import Card, show
from utils.checking.standing import Standing
from utils.checking.stubs import stub_of, whole_source
from utils.checking.surroundings import as_before
from utils.checking.trials import faults_of
from utils.checking.verdict import State, another_answer, evaluate, trial_of, withheld
from utils.starting import figures_inline
from utils.strictness import CheckFailed, strict


class Lab:
    """Exercises worth 100 points and a quiz, with what a notebook says: check, hint, solution, reset, report and more.

    id: "course1/week2_logistic_regression", the path of its notebook.    title: as the notebook's first heading.
    edition: a whole number, raised when a notebook handed out earlier no longer fits.    minutes: time it takes.
    builds: what one builds in it, in a few words, for the table of labs.
    exercises: in the order of the notebook.    quiz: the questions, in order.
    challenges, decisions: what it leaves open, in order: Challenge, Decision.
    shows: {name of an explorer or figure that the notebook calls: [topics that it shows]}.
    draft: True while it is being written: it may still have too little of what a lab must hold.
    Raises ValueError where two exercises have one name.
    """

    def __init__(
        self,
        id,
        *,
        title,
        edition,
        minutes,
        builds="",
        exercises=(),
        quiz=(),
        challenges=(),
        decisions=(),
        shows=None,
        case_study=False,
        draft=False,
    ):
        self.id, self.title, self.edition, self.minutes, self.builds = id, title, edition, minutes, builds
        self.exercises = {exercise.name: exercise for exercise in exercises}
        if len(self.exercises) < len(exercises):
            raise ValueError(f"{id}: two exercises have one name, among {', '.join(e.name for e in exercises)}")
        self.quiz_questions, self.shows = list(quiz), dict(shows or {})
        self.challenges = {challenge.name: challenge for challenge in challenges}
        self.decisions = {decision.name: decision for decision in decisions}
        self.case_study, self.draft = case_study, draft
        self._hints, self._progress, self._attempts, self._choices, self._solution = {}, None, {}, {}, False
        self._stopped = set()  # challenges of which a try gave no score

    # What a notebook says

    def start(self, edition, solution=False):
        """Show where the learner stands in this lab; say so if the notebook is of another edition than the package.

        In a notebook, functions that are not defined yet are lent, so that any cell can be run after this one.
        solution: True in a solved notebook: nothing is lent, and what it gets is not kept.
        """
        figures_inline()
        if edition != self.edition:
            show(lab_cards.other_edition(self, edition))
        self._solution, self._progress = solution, None
        lent = session.begin(self.exercises, lending=not solution)
        show(lab_cards.welcome(self, self._best(), lent, solution))

    def check(self, attempt, name=None):
        """Check an attempt and show what was found.

        attempt: the learner's function, recognised by its name (or by `name`).
        Returns the attempt if it is correct, else a copy of the reference, so that the rest of the notebook works.
        """
        name = name or getattr(attempt, "__name__", attempt)
        exercise = self.exercises.get(name) if callable(attempt) else None
        if exercise is None and isinstance(attempt, str):
            return self._refuse(
                Card("note", f"Give the function itself, without quotes: lab.check({attempt})."), attempt
            )
        if exercise is None:
            return self._refuse(cards.unknown(name, self.exercises, "exercise"), attempt)
        why = session.stale(name)
        if why:
            return self._refuse(cards.stale(name, why), attempt)
        if session.is_lent(attempt):
            return self._refuse(cards.lent(name), attempt)
        try:
            outcome = evaluate(exercise, attempt)
        except Exception as error:  # a fault of the check must not stop a learner
            return self._refuse(cards.broken_check(name, error), attempt)
        if exercise.planted and self._hints.get(name, 0) < 3:
            outcome = withheld(exercise, attempt, outcome)
        self._keep(name, outcome.points, exercise.points, outcome.state)
        self._attempts[name] = attempt
        show(cards.outcome(self, exercise, outcome, self._best()))
        if outcome.state == State.CORRECT:
            return attempt
        if strict():
            raise CheckFailed(f"{name} is {outcome.state}: {outcome.message}") from None
        return session.lent_copy(exercise.reference)

    def case(self, name, number=0):
        """The arguments of one case of an exercise's check, to try by hand: f(*lab.case("f", 2))."""
        exercise = self._find(name)
        if exercise is None:
            return None
        cases = exercise.make_cases() + exercise.make_wishes()
        if not 0 <= number < len(cases):
            show(cards.no_case(exercise, number))
            return None
        return cases[number]

    def try_(self, name, number=0):
        """Run *your* function, as it was last checked, on one case: its inputs, what it gives, what is expected.

        After a check that does not pass the function's name is bound to the course's own; this still tries yours.
        """
        exercise = self._find(name)
        if exercise is None:
            return
        attempt = self._attempts.get(exercise.name)
        if attempt is None:
            show(Card("note", f"Check {exercise.name} first: lab.try_ runs the function that was last checked."))
            return
        trial = trial_of(exercise, attempt, number) if number >= 0 else None
        if trial is None:
            show(cards.no_case(exercise, number))
            return
        faults = faults_of(exercise, attempt, trial)
        if faults and another_answer(exercise, attempt):
            faults = []
        show(cards.trial(exercise, trial, faults))

    def hint(self, name=None, tier=None):
        """Show a hint: a nudge first, then the formula, then almost the code. Each call shows the next tier."""
        exercise = self._find(name)
        if exercise is None:
            return
        tier = tier or min(self._hints.get(exercise.name, 0) + 1, 3)
        if tier not in (1, 2, 3):
            show(Card("note", f"There are three hints, 1 to 3; there is no hint {tier}."))
            return
        self._hints[exercise.name] = tier
        show(cards.hint(exercise, tier))

    def solution(self, name=None):
        """Show the reference's source."""
        exercise = self._find(name)
        if exercise is not None:
            show(cards.solution(exercise, whole_source(exercise.reference)))

    def reset(self, name=None):
        """Give an exercise back as it was at first, in a new cell below; nothing that was written is lost."""
        exercise = self._find(name)
        if exercise is not None:
            show(cards.stub(exercise, session.offer(stub_of(exercise))))

    def challenge(self, attempt):
        """Judge a try at an open challenge, and keep the best score; as shipped it is not tried, and nothing runs."""
        challenge = self.challenges.get(getattr(attempt, "__name__", attempt))
        if challenge is None:
            show(cards.unknown(getattr(attempt, "__name__", attempt), self.challenges, "challenge"))
            return
        if untried(attempt):
            show(lab_cards.untried(challenge))
            return
        with as_before():
            run = call(challenge.judge, (attempt,), challenge.seconds)
        if run.error is not None:
            self._stopped.add(challenge.name)
            show(lab_cards.stopped(challenge, run.error, learner_line(run.error, attempt)))
            return
        score = float(run.value)
        self._memory().keep_score(self.id, challenge.name, score, challenge.higher)
        show(lab_cards.tried(challenge, score, self._memory().scores(self.id).get(challenge.name)))

    def decide(self, name, choice=None):
        """Take a decision and see what each option was worth; without a choice, what there is to choose from.

        Returns the letter, None where nothing is decided. The solution takes its own where none is given.
        """
        decision = self.decisions.get(name)
        if decision is None:
            show(cards.unknown(name, self.decisions, "decision"))
            return None
        if choice is None and (self._solution or strict()):
            choice = decision.solution
        missing = [before for before in decision.after if before not in self._choices]
        if missing or choice not in decision.options:
            show(lab_cards.undecided(decision, missing, choice))
            return None
        self._choices[name] = choice
        show(lab_cards.decided(decision, choice, decision.ranked(self._choices)))
        return choice

    def quiz(self, answers=None):
        """Check the quiz. answers: {1: "b", 2: None, …}; None is a question left open."""
        right, card = lab_cards.quiz(self.quiz_questions, answers, self.quiz_name)
        of = len(self.quiz_questions)
        self._keep("quiz", right, of, State.CORRECT if right == of else State.NOT_RIGHT)
        show(card)
        if strict() and right < of:
            raise CheckFailed(f"the {self.quiz_name.lower()} has {right} of {of} right")

    @property
    def quiz_name(self):
        """What the lab's questions are together."""
        return "Case study" if self.case_study else "Quiz"

    def key(self):
        """The quiz's right answers, {1: "b", …}: what masters answer."""
        return {number: question.key for number, question in enumerate(self.quiz_questions, start=1)}

    def report(self):
        """Show every exercise's best result, the points and the quiz; in strict mode, raise unless all is there."""
        best = self._best()
        scores = self._memory().scores(self.id)
        card = lab_cards.report(self, best, scores, self._stopped, self._choices, self._solution)
        show(card)
        standing = Standing(entry_of(self), best)
        right, questions = standing.quiz
        if strict() and (standing.points < 100 or right < questions):
            raise CheckFailed(f"{card.title}, and the quiz has {right} right") from None

    # Keeping score

    def _memory(self):
        if self._progress is None:
            path = None if strict() or self._solution else progress_file()
            self._progress = Progress(path, say=lambda sentence: show(Card("note", sentence)))
        return self._progress

    def _best(self):
        return self._memory().best(self.id)

    def _keep(self, name, points, of, state):
        self._memory().record(self.id, name, points, of, state)

    def _find(self, name):
        """The exercise of a name or a function; None, and a message, if there is none."""
        name = getattr(name, "__name__", name)
        if name not in self.exercises:
            show(cards.unknown(name, self.exercises, "exercise"))
        return self.exercises.get(name)

    def _refuse(self, card, attempt):
        show(card)
        if strict():
            raise CheckFailed(card.title) from None
        return attempt
