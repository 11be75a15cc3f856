// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "Embedded",
    platforms: [.macOS(.v15)],
    dependencies: [
        // In a project of your own: .package(url: "…/roster", from: "1.0.0")
        .package(name: "roster", path: "../.."),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .executableTarget(
            name: "Embedded",
            dependencies: [
                .product(name: "SCIM", package: "roster"),
                .product(name: "RosterCore", package: "roster"),
                .product(name: "RosterComposition", package: "roster"),
                .product(name: "RosterHummingbird", package: "roster"),
                .product(name: "YAMLConfiguration", package: "roster"),
                .product(name: "JSONFileStorage", package: "roster"),
                .product(name: "ServiceAccountTokens", package: "roster"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .testTarget(
            name: "EmbeddedTests",
            dependencies: [
                "Embedded",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]
        ),
    ]
)
