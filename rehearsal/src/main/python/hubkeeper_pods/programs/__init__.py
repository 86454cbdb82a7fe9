"""The programs of the stand-in charts. Each reads only what its pod was given."""
