/// A type that can be read from one configuration value.
///
/// An enum of strings conforms by saying so: `enum Mode: String, CaseIterable, ConfigurationScalar`.
public protocol ConfigurationScalar: Sendable {
    /// Whether values must not be shown in messages; `false` unless a type says otherwise.
    static var isConfidential: Bool { get }

    /// Reads a value from its text.
    ///
    /// - Throws: ``ConfigurationRefusal``, which says what would have been right.
    init(configurationText text: String) throws(ConfigurationRefusal)
}

extension ConfigurationScalar {
    /// Values may be shown.
    public static var isConfidential: Bool { false }
}
