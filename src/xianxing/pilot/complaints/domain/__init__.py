"""What is done with a complaint: each verb is one transaction for the complaint, its act and the record."""
