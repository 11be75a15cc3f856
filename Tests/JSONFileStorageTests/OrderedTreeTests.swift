import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Ordered tree")
struct OrderedTreeTests {
    @Test("behaves like a sorted dictionary", arguments: [1, 2, 3] as [UInt64])
    func model(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var tree = OrderedTree<Int>()
        var model: [Int: Int] = [:]
        var next = 0
        for step in 0..<6_000 {
            if Int.random(in: 0..<10, using: &random) < (step < 3_000 ? 7 : 3) {
                tree.set(next, to: next * 2)
                model[next] = next * 2
                next += Int.random(in: 1...3, using: &random)
            } else if let key = model.keys.randomElement(using: &random) {
                if Bool.random(using: &random) {
                    tree.remove(key)
                    model[key] = nil
                } else {
                    tree.set(key, to: -key)
                    model[key] = -key
                }
            }
        }
        let sorted = model.sorted { $0.key < $1.key }.map(\.value)
        #expect(tree.count == sorted.count)
        #expect(tree.window(from: 0, count: .max) == sorted)
        for start in stride(from: 0, to: sorted.count + 10, by: 37) {
            #expect(tree.window(from: start, count: 5) == Array(sorted.dropFirst(start).prefix(5)))
        }
        for key in 0..<(next + 40) { #expect(tree[key] == model[key]) }
        #expect(tree[-1] == nil)
    }

    @Test("a copy stays what it was")
    func persistence() {
        var tree = OrderedTree<Int>()
        for key in 0..<2_000 { tree.set(key, to: key) }
        let copy = tree
        for key in stride(from: 0, to: 2_000, by: 3) { tree.remove(key) }
        for key in 2_000..<40_000 { tree.set(key, to: key) }
        #expect(copy.window(from: 0, count: .max) == Array(0..<2_000))
        #expect(tree.count == 40_000 - 667)
    }

    @Test("is empty again after everything is gone")
    func emptied() {
        var tree = OrderedTree<Int>()
        for key in 0..<3_000 { tree.set(key, to: key) }
        for key in 0..<3_000 { tree.remove(key) }
        #expect(tree.isEmpty)
        tree.set(5_000, to: 1)
        #expect(tree.window(from: 0, count: 9) == [1])
    }
}

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
