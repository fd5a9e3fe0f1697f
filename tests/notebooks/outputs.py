"""What the outputs of an executed notebook say."""


def errors(notebook):
    """(cell id, error) of every error output, and of warnings on stderr."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                found.append((cell.id, f"{output.ename}: {output.evalue}"))
            elif output.get("name") == "stderr" and "Warning" in output.text:
                found.append((cell.id, output.text))
    return found


def messages(notebook, key):
    """The course's own metadata of the outputs that have `key` in it, in order."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    found = [output.get("metadata", {}).get("course", {}) for output in outputs]
    return [message for message in found if key in message]


def states(notebook):
    """State of every exercise; a list of (name, state), one for each check that has run."""
    return [(message["exercise"], message["state"]) for message in messages(notebook, "exercise")]
