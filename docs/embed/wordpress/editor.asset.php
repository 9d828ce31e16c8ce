<?php
return array(
	'dependencies' => array( 'wp-block-editor', 'wp-blocks', 'wp-element' ),
	'version'      => '0.1.0',
);
