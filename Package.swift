// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "roster",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "roster", targets: ["roster"]),
        .library(name: "SCIM", targets: ["SCIM"]),
        .library(name: "RosterCore", targets: ["RosterCore"]),
        .library(name: "RosterCrypto", targets: ["RosterCrypto"]),
        .library(name: "RosterHTTP", targets: ["RosterHTTP"]),
        .library(name: "RosterComposition", targets: ["RosterComposition"]),
        .library(name: "RosterHummingbird", targets: ["RosterHummingbird"]),
        .library(name: "RosterHost", targets: ["RosterHost"]),
        .library(name: "RosterTesting", targets: ["RosterTesting"]),
        .library(name: "YAMLConfiguration", targets: ["YAMLConfiguration"]),
        .library(name: "JSONFileStorage", targets: ["JSONFileStorage"]),
        .library(name: "ServiceAccountTokens", targets: ["ServiceAccountTokens"]),
        .library(name: "AttributeRules", targets: ["AttributeRules"]),
        .library(name: "RoleRules", targets: ["RoleRules"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
    ],
    targets: [
        .target(name: "SCIM", swiftSettings: settings),
        .target(
            name: "RosterCore",
            dependencies: [
                "SCIM",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "RosterCrypto",
            dependencies: ["RosterCore", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings
        ),
        .target(
            name: "RosterHTTP",
            dependencies: [
                "SCIM", "RosterCore",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "RosterComposition",
            dependencies: [
                "SCIM", "RosterCore", "RosterCrypto", "RosterHTTP",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "RosterHummingbird",
            dependencies: [
                "SCIM", "RosterCore", "RosterHTTP",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "RosterHost",
            dependencies: [
                "SCIM", "RosterCore", "RosterHTTP", "RosterComposition", "RosterHummingbird",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "RosterTesting",
            dependencies: ["SCIM", "RosterCore", .product(name: "HTTPTypes", package: "swift-http-types")],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "roster",
            dependencies: [
                "RosterCore", "RosterHost", "YAMLConfiguration", "JSONFileStorage", "ServiceAccountTokens",
                "AttributeRules", "RoleRules",
            ],
            swiftSettings: settings
        ),

        .systemLibrary(
            name: "CLibYAML",
            path: "Plugins/CLibYAML",
            pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
        ),
        .target(
            name: "YAMLConfiguration",
            dependencies: ["RosterCore", "CLibYAML"],
            path: "Plugins/YAMLConfiguration",
            swiftSettings: settings
        ),
        .target(
            name: "JSONFileEngine",
            dependencies: [
                "SCIM", "RosterCore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HashTreeCollections", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Plugins/JSONFileEngine",
            swiftSettings: settings
        ),
        .target(
            name: "JSONFileStorage",
            dependencies: [
                "SCIM", "RosterCore", "JSONFileEngine",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Plugins/JSONFileStorage",
            swiftSettings: settings
        ),
        .target(
            name: "ServiceAccountTokens",
            dependencies: [
                "SCIM", "RosterCore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Plugins/ServiceAccountTokens",
            swiftSettings: settings
        ),
        .target(
            name: "AttributeRules", dependencies: ["SCIM", "RosterCore"], path: "Plugins/AttributeRules",
            swiftSettings: settings),
        .target(
            name: "RoleRules", dependencies: ["SCIM", "RosterCore"], path: "Plugins/RoleRules",
            swiftSettings: settings),

        // What the tests share: which requirement of an RFC each of them shows.
        .target(
            name: "ConformanceLedger", path: "Tests/ConformanceLedger", exclude: ["requirements.tsv"],
            swiftSettings: settings),
        .testTarget(
            name: "ConformanceLedgerTests", dependencies: ["ConformanceLedger"], swiftSettings: settings),
        .testTarget(name: "SCIMTests", dependencies: ["SCIM", "ConformanceLedger"], swiftSettings: settings),
        .testTarget(
            name: "RosterCoreTests",
            dependencies: [
                "ConformanceLedger",
                "SCIM", "RosterCore", "RosterCrypto", "RosterTesting",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RosterTestingTests",
            dependencies: [
                "ConformanceLedger",
                "SCIM", "RosterCore", "RosterTesting",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RosterHTTPTests",
            dependencies: [
                "ConformanceLedger",
                "SCIM", "RosterCore", "RosterCrypto", "RosterHTTP", "RosterTesting",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RosterCompositionTests",
            dependencies: [
                "SCIM", "RosterCore", "RosterHTTP", "RosterComposition", "JSONFileStorage", "ServiceAccountTokens",
                "YAMLConfiguration",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RosterHummingbirdTests",
            dependencies: [
                "SCIM", "RosterCore", "RosterCrypto", "RosterHTTP", "RosterHummingbird", "RosterTesting",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RosterHostTests",
            dependencies: [
                "ConformanceLedger",
                "SCIM", "RosterCore", "RosterCrypto", "RosterHTTP", "RosterComposition", "RosterHost", "RosterTesting",
                "roster",
                "JSONFileStorage", "YAMLConfiguration", "ServiceAccountTokens", "AttributeRules", "RoleRules",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "YAMLConfigurationTests", dependencies: ["RosterCore", "YAMLConfiguration"], swiftSettings: settings),
        .testTarget(
            name: "JSONFileStorageTests",
            dependencies: [
                "ConformanceLedger",
                "SCIM", "RosterCore", "RosterCrypto", "RosterTesting", "JSONFileEngine", "JSONFileStorage",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["Golden"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ServiceAccountTokensTests",
            dependencies: [
                "ConformanceLedger",
                "SCIM", "RosterCore", "RosterCrypto", "RosterHTTP", "RosterTesting", "ServiceAccountTokens",
                "YAMLConfiguration",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        // What the tests of plug-ins share: a plug-in from the text of its section.
        .target(
            name: "PluginConfiguring",
            dependencies: [
                "SCIM", "RosterCore", "YAMLConfiguration", .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/PluginConfiguring",
            swiftSettings: settings
        ),
        .testTarget(
            name: "AttributeRulesTests",
            dependencies: [
                "SCIM", "RosterCore", "RosterTesting", "AttributeRules", "PluginConfiguring",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "DirectoryHistoryTests",
            dependencies: [
                "SCIM", "RosterCore", "RosterCrypto", "RosterHTTP", "RosterTesting", "JSONFileStorage",
                "AttributeRules",
                "RoleRules",
                "PluginConfiguring",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RoleRulesTests",
            dependencies: [
                "SCIM", "RosterCore", "RosterTesting", "RoleRules", "PluginConfiguring",
            ],
            swiftSettings: settings
        ),
    ]
)
