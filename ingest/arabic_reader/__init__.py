"""A second reader of Arabic lines: a small network that reads them again, and is compared with Tesseract."""
