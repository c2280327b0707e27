"""Copies of lawful reports as people have them, mutilated in one to three manners, and what readers make of them."""
