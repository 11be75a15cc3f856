import Foundation

/// What several clients did with one resource, and when, as they saw it.
///
/// A resource is a register whose values are numbered: the answers have to be those of some order in which each
/// operation happens at one moment between its beginning and its end (linearizability).
struct RegisterHistory: Sendable {
    /// One operation.
    struct Operation: Sendable {
        enum Outcome: Sendable {
            /// A version was read, and the value that it had.
            case read(Int, String)
            /// A value was written over a version, and has become the next one.
            case wrote(String, over: Int, as: Int)
            /// A value was not written because the version was not the current one any more.
            case refused(over: Int)
            /// Nobody knows whether a value was written over a version.
            case unknown(String, over: Int)
        }

        let outcome: Outcome
        let begin: UInt64
        /// The largest number if there was no answer.
        let end: UInt64
    }

    var operations: [Operation] = []
    /// The value that the first version has.
    let initial: String

    /// What is wrong with the answers; empty if nothing is.
    func problems() -> [String] {
        var problems: [String] = []
        var attempts: [Int: [(value: String, begin: UInt64)]] = [1: [(initial, 0)]]
        var made: [Int: String] = [1: initial]
        for operation in operations {
            switch operation.outcome {
            case .wrote(let value, let old, let new):
                if new != old + 1 { problems.append("a write over version \(old) has led to version \(new)") }
                if let other = made.updateValue(value, forKey: new) {
                    problems.append("'\(other)' and '\(value)' have both become version \(new)")
                }
                attempts[new, default: []].append((value, operation.begin))
            case .unknown(let value, let old): attempts[old + 1, default: []].append((value, operation.begin))
            case .read, .refused: break
            }
        }
        let ends = operations.compactMap { operation in operation.version.map { (operation.end, $0) } }.sorted {
            $0.0 < $1.0
        }
        var place = 0, floor = 1
        for operation in operations.sorted(by: { $0.begin < $1.begin }) {
            while place < ends.count, ends[place].0 < operation.begin {
                floor = max(floor, ends[place].1)
                place += 1
            }
            switch operation.outcome {
            case .read(let version, let value):
                if version < floor { problems.append("version \(version) was read after version \(floor) was known") }
                if let known = made[version], known != value {
                    problems.append("version \(version) is '\(value)' and was written as '\(known)'")
                }
                let isAskedFor = (attempts[version] ?? []).contains { $0.value == value && $0.begin < operation.end }
                if !isAskedFor { problems.append("version \(version) was read before anybody wrote '\(value)'") }
            case .wrote(let value, let old, _):
                if old < floor {
                    problems.append("'\(value)' was written over version \(old) after \(floor) was known")
                }
            case .refused(let old):
                let hasRival = (attempts[old + 1] ?? []).contains { $0.begin < operation.end }
                if !hasRival { problems.append("a write over version \(old) was refused for no other one") }
            case .unknown: break
            }
        }
        return problems
    }
}

extension RegisterHistory.Operation {
    /// The version that the resource had at some moment of the operation; `nil` if it does not tell.
    fileprivate var version: Int? {
        switch outcome {
        case .read(let version, _): version
        case .wrote(_, _, let version): version
        case .refused, .unknown: nil
        }
    }
}
