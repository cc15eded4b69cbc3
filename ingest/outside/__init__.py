"""Text from elsewhere beside a scan: ALTO, hOCR and PAGE files of other programs, brought onto the canvas."""
