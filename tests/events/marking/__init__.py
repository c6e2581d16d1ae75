"""An app for processes under test: what it is asked to do it writes into the file that `MARKS` names."""
