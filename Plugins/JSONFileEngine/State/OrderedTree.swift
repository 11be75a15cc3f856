/// Values in the order of whole-numbered keys that only grow, as a tree that shares its structure with its copies.
///
/// A copy costs nothing; a change to a copy costs one path of the tree, O(log n), and in place nothing is copied at all
/// while nobody else holds the tree. Finding a value by its key or by its position is O(log n), too.
package struct OrderedTree<Value: Sendable>: Sendable {
    private static var bits: Int { 5 }
    private static var mask: Int { 31 }

    /// A part of the tree: values at the bottom, other nodes above.
    fileprivate struct Node: Sendable {
        package var count = 0
        var values: [Value?] = []
        var children: [Node] = []
    }

    private var root = Node()
    /// By how many bits a key is shifted to find the child of the root.
    private var shift = 0

    /// The number of values.
    package var count: Int { root.count }

    /// Whether there is no value.
    package var isEmpty: Bool { root.count == 0 }

    /// The value of a key.
    package subscript(key: Int) -> Value? {
        guard key >= 0, key >> shift <= Self.mask else { return nil }
        return root.value(key, shift)
    }

    /// Puts a value under a key, in the place of the one that is there.
    mutating func set(_ key: Int, to value: Value) {
        while key >> shift > Self.mask {
            var parent = Node()
            parent.count = root.count
            if root.count > 0 { parent.children = [root] }
            root = parent
            shift += Self.bits
        }
        _ = root.replace(key, shift, with: value)
    }

    /// Takes the value of a key away.
    mutating func remove(_ key: Int) {
        guard key >= 0, key >> shift <= Self.mask else { return }
        _ = root.replace(key, shift, with: nil)
    }

    /// Hands values out in order.
    ///
    /// - Parameters:
    ///   - offset: How many values to pass over first.
    ///   - body: Receives a value and says whether it wants another one.
    package func visit(from offset: Int = 0, _ body: (Value) throws -> Bool) rethrows {
        var skipped = offset
        _ = try root.visit(&skipped, body)
    }

    /// The values from a position on.
    func window(from offset: Int, count limit: Int) -> [Value] {
        guard limit > 0, offset < count else { return [] }
        var values: [Value] = []
        values.reserveCapacity(min(limit, count - offset))
        visit(from: offset) { value in
            values.append(value)
            return values.count < limit
        }
        return values
    }
}

extension OrderedTree.Node {
    fileprivate func value(_ key: Int, _ shift: Int) -> Value? {
        let index = (key >> shift) & 31
        if shift == 0 { return index < values.count ? values[index] : nil }
        return index < children.count ? children[index].value(key, shift - 5) : nil
    }

    /// Changes what is under a key.
    ///
    /// - Returns: By how much the number of values grew.
    fileprivate mutating func replace(_ key: Int, _ shift: Int, with value: Value?) -> Int {
        let index = (key >> shift) & 31
        let growth: Int
        if shift == 0 {
            if index >= values.count {
                guard value != nil else { return 0 }
                while values.count <= index { values.append(nil) }
            }
            growth = (value == nil ? 0 : 1) - (values[index] == nil ? 0 : 1)
            values[index] = value
        } else {
            if index >= children.count {
                guard value != nil else { return 0 }
                while children.count <= index { children.append(Self()) }
            }
            growth = children[index].replace(key, shift - 5, with: value)
        }
        count += growth
        if count == 0 { self = Self() }
        return growth
    }

    /// Hands out what is left after a number of values; false as soon as no more is wanted.
    fileprivate func visit(_ skipped: inout Int, _ body: (Value) throws -> Bool) rethrows -> Bool {
        if skipped >= count {
            skipped -= count
            return true
        }
        for case let value? in values {
            if skipped > 0 {
                skipped -= 1
            } else if try !body(value) {
                return false
            }
        }
        for child in children where try !child.visit(&skipped, body) { return false }
        return true
    }
}
