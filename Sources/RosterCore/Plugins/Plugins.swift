/// The plug-ins that a configuration can choose from: the list that `main` hands to the host.
public struct Plugins: Sendable {
    /// The formats in which a configuration can be written.
    public var configuration: [ConfigurationFormat]
    /// The stores.
    public var stores: [PluginFactory<any IdentityStore>]
    /// The authenticators.
    public var authenticators: [PluginFactory<any Authenticator>]
    /// The mappers.
    public var mappers: [PluginFactory<any AttributeMapper>]
    /// The role resolvers.
    public var roleResolvers: [PluginFactory<any RoleResolver>]

    /// Lists plug-ins.
    public init(
        configuration: [ConfigurationFormat], stores: [PluginFactory<any IdentityStore>],
        authenticators: [PluginFactory<any Authenticator>], mappers: [PluginFactory<any AttributeMapper>] = [],
        roleResolvers: [PluginFactory<any RoleResolver>] = []
    ) {
        self.configuration = configuration
        self.stores = stores
        self.authenticators = authenticators
        self.mappers = mappers
        self.roleResolvers = roleResolvers
    }
}
