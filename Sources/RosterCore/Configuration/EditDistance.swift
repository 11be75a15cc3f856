/// The number of insertions, deletions, replacements and swaps of neighbours between two short words.
///
/// Stops counting above `limit` and answers `nil`; the cost is then bounded by the words' lengths.
func editDistance(from source: String, to target: String, limit: Int) -> Int? {
    var source = Array(source)[...]
    var target = Array(target)[...]
    // What two long words have in common at their ends costs nothing.
    while let first = source.first, first == target.first {
        source = source.dropFirst()
        target = target.dropFirst()
    }
    while let last = source.last, last == target.last {
        source = source.dropLast()
        target = target.dropLast()
    }
    return distance(from: Array(source), to: Array(target), limit: limit)
}

private func distance(from source: [Character], to target: [Character], limit: Int) -> Int? {
    guard abs(source.count - target.count) <= limit, source.count <= 64, target.count <= 64 else { return nil }
    var beforeLast: [Int] = []
    var last = Array(0...target.count)
    for (row, character) in source.enumerated() {
        var current = [row + 1]
        for (column, other) in target.enumerated() {
            var best = min(last[column + 1] + 1, current[column] + 1, last[column] + (character == other ? 0 : 1))
            let isSwap = row > 0 && column > 0 && character == target[column - 1] && source[row - 1] == other
            if isSwap { best = min(best, beforeLast[column - 1] + 1) }
            current.append(best)
        }
        (beforeLast, last) = (last, current)
    }
    return last[target.count] <= limit ? last[target.count] : nil
}

extension String {
    /// The candidate that this word was probably meant to be, for the suggestion of a problem.
    ///
    /// Letter case plays no part. A slip is a character too many, missing or wrong, or two that have changed places.
    ///
    /// - Parameter limit: How many slips are forgiven at most; fewer in words of less than five characters.
    /// - Returns: The first of those with the fewest slips; `nil` if no candidate is near.
    public func nearest(among candidates: some Sequence<String>, limit: Int = 2) -> String? {
        let word = lowercased()
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let length = min(word.count, candidate.count)
            // A word of one letter is one slip away from every other.
            let allowed = min(limit, length < 2 ? 0 : length < 5 ? 1 : 2)
            guard let distance = editDistance(from: word, to: candidate.lowercased(), limit: allowed) else { continue }
            if distance < best?.distance ?? Int.max { best = (candidate, distance) }
        }
        return best?.candidate
    }
}
