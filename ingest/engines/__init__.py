"""The engines that read pictures of text; `ocr.engine_for` picks one."""
