"""What is asked about cases: reads only, plain values back."""
