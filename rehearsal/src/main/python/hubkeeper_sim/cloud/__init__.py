"""The cloud's side of a cluster: what AWS's controllers do between AWS and a Kubernetes API server."""
