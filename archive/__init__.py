"""The record: what the archive holds. No HTTP, no OCR, no search engine."""
