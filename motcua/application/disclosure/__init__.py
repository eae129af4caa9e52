"""What an office makes public each month, and keeps as it was made public."""
