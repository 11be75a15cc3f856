enum StubAttributeRules {}
