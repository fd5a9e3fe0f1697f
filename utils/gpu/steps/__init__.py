"""What learners write in PyTorch, one file per subject: the references of the twin labs."""
