"""What runs behind the pods of a rehearsal: the pod runner and the small programs of the stand-in charts."""
