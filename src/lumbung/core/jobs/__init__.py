"""Background work: the queue is procrastinate's, how far each job is stands here."""
