// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "CustomBackend",
    platforms: [.macOS(.v15)],
    dependencies: [
        // In a project of your own: .package(url: "…/roster", from: "1.0.0")
        .package(name: "roster", path: "../.."),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    ],
    targets: [
        .executableTarget(
            name: "CustomBackend",
            dependencies: [
                .product(name: "SCIM", package: "roster"),
                .product(name: "RosterCore", package: "roster"),
                .product(name: "RosterHost", package: "roster"),
                .product(name: "YAMLConfiguration", package: "roster"),
                .product(name: "ServiceAccountTokens", package: "roster"),
                .product(name: "AttributeRules", package: "roster"),
                .product(name: "RoleRules", package: "roster"),
            ]
        ),
        .testTarget(
            name: "CustomBackendTests",
            dependencies: [
                "CustomBackend",
                .product(name: "SCIM", package: "roster"),
                .product(name: "RosterCore", package: "roster"),
                .product(name: "RosterCrypto", package: "roster"),
                .product(name: "JSONFileStorage", package: "roster"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "RosterTesting", package: "roster"),
            ]
        ),
    ]
)
