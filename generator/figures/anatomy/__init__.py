"""The drawn body: its measures, its bones at given joint angles, and the flesh on them."""
