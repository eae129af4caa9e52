"""Officers and leaders: the inbox, the case, the decision."""
