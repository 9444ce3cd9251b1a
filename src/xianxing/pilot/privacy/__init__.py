"""Personal information of objectors, complainants and experts: what they are told, and what they ask for."""
