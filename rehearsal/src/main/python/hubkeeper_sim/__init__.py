"""A simulated AWS for Hubkeeper's rehearsals: moto's server with AWS's own refusals, delays and faults."""
