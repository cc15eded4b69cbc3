"""The record as others read it."""
