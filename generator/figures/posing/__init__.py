"""Puts a body on its supports, hands and feet where they belong, and judges the pose."""
