<?php
/**
 * Plugin Name: Omni-IML check
 * Description: A picture with a button that checks it for manipulation in the reader's own browser.
 * Version: 0.1.0
 * Requires at least: 6.5
 * License: MIT OR Apache-2.0
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Where the checker's folder is served; define it in wp-config.php. It ends in a slash. */
if ( ! defined( 'OMNI_IML_FOLDER' ) ) {
	define( 'OMNI_IML_FOLDER', 'https://check.example.org/' );
}

add_action(
	'init',
	function () {
		wp_register_script_module( 'omni-iml-widget', OMNI_IML_FOLDER . 'widget.js', array(), null );
		register_block_type( __DIR__, array( 'render_callback' => 'omni_iml_check_render' ) );
	}
);

/**
 * The saved figure, with the widget after its picture. The widget is added here because WordPress takes elements that it does
 * not know out of what authors save.
 *
 * @param array  $attributes The block's attributes.
 * @param string $content    The saved figure.
 */
function omni_iml_check_render( $attributes, $content ) {
	$tags = new WP_HTML_Tag_Processor( $content );
	$src  = $tags->next_tag( 'img' ) ? $tags->get_attribute( 'src' ) : null;
	if ( ! is_string( $src ) || '' === $src ) {
		return $content;
	}
	wp_enqueue_script_module( 'omni-iml-widget' );
	$widget = sprintf( '<omni-iml-check src="%s"></omni-iml-check>', esc_url( $src ) );
	return str_replace( '</figure>', $widget . '</figure>', $content );
}
