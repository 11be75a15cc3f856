enum StubJSONFileStorage {}
