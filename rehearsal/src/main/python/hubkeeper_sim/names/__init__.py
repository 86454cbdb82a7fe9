"""Names as the world's resolver knows them: Route 53's zones and the load balancers of clusters."""
