import Testing

@Suite("Tests that block", .onThreadOfItsOwn)
struct OwnThreadTests {
    private let isBegunThere = OwnThread.isCurrent

    @Test("run on threads of their own, whether they wait for other tasks besides or not", arguments: 0..<3)
    func place(number: Int) async {
        #expect(isBegunThere && OwnThread.isCurrent)
        async let other = Self.isThere()
        #expect(await other)
        #expect(OwnThread.isCurrent)
    }

    @Test("also if they are not asynchronous")
    func synchronous() { #expect(OwnThread.isCurrent) }

    private static func isThere() async -> Bool {
        await Task.yield()
        return OwnThread.isCurrent
    }
}
