extension ConfigurationSection {
    /// Lets `body` read the section and ends the reading, whichever way it went.
    ///
    /// - Returns: What `body` made; `nil` when something is wrong with the section, which the report then has.
    /// - Throws: What `body` throws, unless it is about the configuration.
    public func reading<Product: Sendable>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (ConfigurationSection) async throws -> Product
    ) async throws -> Product? {
        do {
            return finished(try await body(self))
        } catch {
            try abandon(after: error)
            return nil
        }
    }

    /// Lets `body` read the section and ends the reading, whichever way it went.
    ///
    /// - Returns: What `body` made; `nil` when something is wrong with the section, which the report then has.
    /// - Throws: What `body` throws, unless it is about the configuration.
    public func reading<Product>(_ body: (ConfigurationSection) throws -> Product) throws -> Product? {
        do {
            return finished(try body(self))
        } catch {
            try abandon(after: error)
            return nil
        }
    }

    private func finished<Product>(_ product: Product) -> Product? {
        (try? finish()) == nil ? nil : product
    }

    private func abandon(after error: any Error) throws {
        abandon()
        switch error {
        case let problem as ConfigurationProblem: record(problem)
        case let problems as ConfigurationProblems: problems.problems.forEach(record)
        default: throw error
        }
    }
}
