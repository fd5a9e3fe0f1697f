"""Mutation testing: change every reference by machine and see that its check refuses the change."""
