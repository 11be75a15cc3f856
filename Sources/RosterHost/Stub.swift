import Hummingbird
enum StubHost {}
