# make run and make test are all a newcomer needs; docs/contributing.md has the rest.
