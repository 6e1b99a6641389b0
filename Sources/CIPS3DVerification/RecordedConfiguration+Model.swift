import CIPS3DModel
import Foundation

extension RecordedConfiguration {
    /// The generator's sizes under the reference's names.
    func generator() throws -> GeneratorConfiguration {
        let section = try section("generator")
        let widths = 1...65_536
        var generator = GeneratorConfiguration()
        generator.shapeLatentWidth = try section.integer("z_nerf", in: widths)
        generator.appearanceLatentWidth = try section.integer("z_inr", in: widths)
        generator.nerf.styleWidth = try section.integer("nerf_style", in: widths)
        generator.nerf.width = try section.integer("nerf_hidden", in: 2...65_536)
        generator.nerf.layers = try section.integer("nerf_layers", in: 1...64)
        generator.nerf.features = try section.integer("nerf_features", in: widths)
        generator.nerf.mappingLayers = try section.integer("nerf_mapping_layers", in: 1...64)
        generator.nerf.boxSide = try section.number("box_side")
        generator.nerf.usesViewDirection = try section.boolean("view_direction")
        generator.nerf.fourierOctaves = try section.integer("fourier_octaves", in: 0...32)
        generator.inr.styleWidth = try section.integer("inr_style", in: widths)
        generator.inr.width = try section.integer("inr_hidden", in: widths)
        generator.inr.mappingLayers = try section.integer("inr_mapping_layers", in: 1...64)
        generator.inr.blocks = try section.integer("inr_blocks", in: 1...32)
        generator.inr.firstResidualBlock = try section.integer(
            "first_residual_block", in: 0...64)
        generator.inr.firstRGBBlock = try section.integer(
            "first_rgb_block", in: 0...generator.inr.blocks - 1)
        try section.readSolid(&generator)
        return generator
    }

    /// What goes beyond the paper; a key that is not there means the published field.
    private func readSolid(_ generator: inout GeneratorConfiguration) throws {
        var density = DensityConfiguration()
        if has("density") {
            guard let activation = DensityConfiguration.Activation(rawValue: try text("density"))
            else { throw wrong("density", "relu or softplus") }
            density.activation = activation
        }
        if has("density_scale") { density.scale = try number("density_scale") }
        if has("ball_gain") { density.ballGain = try number("ball_gain") }
        if has("ball_radius") { density.ballRadius = try number("ball_radius") }
        generator.nerf.density = density
        if has("background_width") {
            generator.background.width = try integer("background_width", in: 0...65_536)
        }
        if has("background_radius") {
            generator.background.radius = try number("background_radius")
        }
    }

    /// The camera under the reference's names.
    func camera(background: CameraConfiguration.Background) throws -> CameraConfiguration {
        let section = try section("camera")
        var camera = CameraConfiguration()
        camera.fieldOfView = try section.number("fov")
        camera.near = try section.number("near")
        camera.far = try section.number("far")
        camera.finePass = try section.boolean("fine")
        camera.samplesPerRay = try section.integer(
            "samples", in: (camera.finePass ? 3 : 2)...4_096)
        camera.background = background
        return camera
    }

    /// What is behind the volume.
    func background() throws -> CameraConfiguration.Background {
        guard let background = CameraConfiguration.Background(rawValue: try text("back")) else {
            throw wrong("back", "none, last or white")
        }
        return background
    }

    /// Pixels on a side.
    func size() throws -> Int { try integer("size", in: 1...16_384) }
}
