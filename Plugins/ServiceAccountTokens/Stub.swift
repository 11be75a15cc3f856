enum StubServiceAccountTokens {}
