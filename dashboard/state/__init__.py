"""What is chosen: the study, the upload, the half-step."""
