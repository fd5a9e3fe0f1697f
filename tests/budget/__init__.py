"""What the tests cost: CPU seconds by lab and by kind, and the budget that they have to keep."""
