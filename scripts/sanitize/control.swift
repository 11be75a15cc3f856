// What a sanitizer run begins with: the one of two programs that races has to be reported, the other must not be.
import Dispatch
import Synchronization

/// Not to be sent anywhere: that it races where nothing guards it is what it is for.
final class Counter: @unchecked Sendable {
    var count = 0
    let lock = Mutex(0)
}

let counter = Counter(), isGuarded = CommandLine.arguments.count > 1

func ask(_ number: Int) async -> [Int] {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().async {
            var numbers = [number]
            numbers.append(number)
            continuation.resume(returning: numbers)
        }
    }
}

await withTaskGroup(of: Void.self) { group in
    for _ in 0..<8 {
        group.addTask {
            for number in 0..<2_000 {
                let answer = await ask(number)
                if isGuarded {
                    counter.lock.withLock { _ in counter.count += answer.count }
                } else {
                    counter.count += answer.count
                }
            }
        }
    }
}
print(counter.count)
