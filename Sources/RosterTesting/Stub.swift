enum StubRosterTesting {}
