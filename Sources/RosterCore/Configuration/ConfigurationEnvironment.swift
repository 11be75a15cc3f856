/// What a configuration may refer to outside its own file.
public struct ConfigurationEnvironment: Sendable {
    /// Looks up the `NAME` of `${NAME}`; `nil` when it is not set.
    public let variable: @Sendable (_ name: String) -> String?
    /// Reads the file that a secret is kept in; relative paths are this closure's to resolve.
    public let contents: @Sendable (_ path: String) throws -> [UInt8]

    /// Describes the surroundings.
    public init(
        variable: @escaping @Sendable (_ name: String) -> String?,
        contents: @escaping @Sendable (_ path: String) throws -> [UInt8]
    ) {
        self.variable = variable
        self.contents = contents
    }
}
