enum StubRoleRules {}
